/** The words that schools and their programs write above the columns of a list. Languages are those of the exports that teachers have; a
 *  further one is a further word here. In small letters, without accents and signs (`plainWord`). */

/** What is read of a line. */
export const FIELDS = ['email', 'first', 'last', 'name', 'number', 'section', 'status'] as const;
export type Field = (typeof FIELDS)[number];

export const HEADER_WORDS: Record<Field, string[]> = {
  email: [
    ...[
      'email',
      'e mail',
      'mail',
      'email address',
      'e mail address',
      'student email',
      'school email',
      'sis login id',
      'login id',
    ],
    ...['user principal name', 'emailadresse', 'e mail adresse', 'mailadresse', 'correo', 'correo electronico', 'e mailadres'],
    ...['direccion de correo', 'direccion de correo electronico', 'adresse email', 'adresse e mail', 'adresse mail', 'courriel'],
    ...['adresse de courriel', 'adresse electronique', 'adresse de messagerie', 'indirizzo email', 'endereco de email'],
  ],
  first: [
    ...['first name', 'firstname', 'first names', 'given name', 'given names', 'givenname', 'forename', 'vorname', 'vornamen'],
    ...['prenom', 'prenoms', 'nombres', 'nome proprio', 'voornaam'],
  ],
  last: [
    ...['last name', 'lastname', 'surname', 'family name', 'familyname', 'nachname', 'familienname', 'zuname', 'nom de famille'],
    ...['apellido', 'apellidos', 'primer apellido', 'cognome', 'sobrenome', 'achternaam'],
  ],
  name: [
    ...[
      'name',
      'full name',
      'fullname',
      'student',
      'student name',
      'display name',
      'user name',
      'username',
      'schuler',
      'schulerin',
    ],
    ...['schulername', 'nom', 'nom complet', 'nom et prenom', 'nom prenom', 'eleve', 'nombre', 'nombre completo'],
    ...['nombre y apellidos', 'alumno', 'alumna', 'estudiante', 'nome', 'nome completo', 'naam'],
  ],
  number: [
    ...['student number', 'student no', 'student id', 'studentid', 'student id number', 'id number', 'idnumber', 'sis user id'],
    ...['sis id', 'user id', 'identifier', 'admission number', 'matrikelnummer', 'schulernummer', 'personalnummer'],
    ...['numero etudiant', 'numero d etudiant', 'numero de estudiante', 'matricula', 'matricola', 'leerlingnummer'],
  ],
  section: [
    ...[
      'section',
      'section id',
      'class',
      'class id',
      'class code',
      'course section',
      'klasse',
      'kurs',
      'classe',
      'clase',
      'seccion',
    ],
    ...['grupo', 'turma', 'klas'],
  ],
  status: ['status', 'enrolment status', 'enrollment status', 'enrolment state', 'enrollment state', 'estado', 'statut'],
};

/** One word alone says which of two names it is: in French a “Nom” beside a “Prénom” is the family’s. */
export const SURNAME_BESIDE_FIRST = ['name', 'nom', 'nome', 'naam'];
export const FIRST_BESIDE_SURNAME = ['nombre', 'nome', 'name'];
