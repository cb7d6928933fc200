/** The words that schools and their programs write above the columns of a list. Languages are those of the exports that teachers have; a
 *  further one is a further word here. In small letters, without accents and signs (`plainWord`). */

/** What is read of a line of an enrolment list, and of a timetable. */
export const ENROLMENT_FIELDS = ['email', 'first', 'last', 'name', 'number', 'section', 'status'] as const;
export const SLOT_FIELDS = ['section', 'course', 'weekday', 'start', 'end', 'room', 'weeks', 'from', 'until', 'term'] as const;
export type EnrolmentField = (typeof ENROLMENT_FIELDS)[number];
export type SlotField = (typeof SLOT_FIELDS)[number];
export type Field = EnrolmentField | SlotField;
export const FIELDS: readonly Field[] = [...new Set([...ENROLMENT_FIELDS, ...SLOT_FIELDS])];

const SLOT_WORDS: Record<Exclude<SlotField, EnrolmentField>, string[]> = {
  course: [
    ...['course', 'course code', 'subject', 'fach', 'kurs', 'matiere', 'cours', 'asignatura', 'materia', 'curso'],
    ...['corso', 'disciplina', 'vak', 'przedmiot', 'zajecia'],
  ],
  weekday: [
    ...['weekday', 'day', 'day of week', 'day of the week', 'days', 'wochentag', 'tag', 'jour', 'jour de la semaine', 'dia'],
    ...['dia de la semana', 'dia da semana', 'giorno', 'dag', 'weekdag', 'dzien', 'dzien tygodnia'],
  ],
  start: [
    ...['start', 'start time', 'starts', 'starts at', 'begin', 'begins', 'begin time', 'from time', 'time from', 'beginn'],
    ...['anfang', 'startzeit', 'beginnt', 'von uhr', 'debut', 'heure de debut', 'heure debut', 'commence', 'inicio'],
    ...['hora de inicio', 'hora inicio', 'comienzo', 'empieza', 'inizio', 'ora inizio', 'ora di inizio', 'begintijd'],
    ...['poczatek', 'od godziny', 'godzina rozpoczecia', 'godziny', 'godzina'],
    ...['time', 'times', 'zeit', 'uhrzeit', 'heure', 'horaire', 'hora', 'horario', 'ora', 'orario', 'tijd'],
  ],
  end: [
    ...['end', 'end time', 'ends', 'ends at', 'until time', 'to time', 'time to', 'finish', 'finishes', 'ende', 'endzeit'],
    ...['endet', 'bis uhr', 'fin', 'heure de fin', 'heure fin', 'finit', 'hora de fin', 'hora fin', 'termina', 'fine'],
    ...['ora fine', 'ora di fine', 'fim', 'hora de fim', 'eindtijd', 'einde', 'koniec', 'do godziny', 'godzina zakonczenia'],
  ],
  room: [
    ...['room', 'location', 'place', 'raum', 'zimmer', 'ort', 'salle', 'lieu', 'local', 'aula', 'sala', 'salon', 'lugar'],
    ...['stanza', 'lokaal', 'ruimte'],
  ],
  weeks: [
    ...['weeks', 'week', 'week pattern', 'a b', 'wochen', 'woche', 'rhythmus', 'turnus', 'semaines', 'semaine', 'semanas'],
    ...['semana', 'settimane', 'settimana', 'weken', 'tydzien', 'tygodnie'],
  ],
  from: [
    ...['from', 'valid from', 'from date', 'date from', 'start date', 'first day', 'gultig ab', 'gultig von', 'ab', 'von'],
    ...['startdatum', 'erster tag', 'du', 'a partir du', 'date de debut', 'date debut', 'valable du', 'desde'],
    ...['fecha de inicio', 'fecha inicio', 'dal', 'da', 'data inizio', 'data de inicio', 'vanaf', 'od', 'od dnia'],
  ],
  until: [
    ...['until', 'to', 'valid until', 'until date', 'date to', 'end date', 'last day', 'gultig bis', 'bis', 'enddatum'],
    ...['letzter tag', 'au', 'jusqu au', 'date de fin', 'date fin', 'valable au', 'hasta', 'fecha de fin', 'fecha fin', 'al'],
    ...['fino al', 'data fine', 'ate', 'data de fim', 'tot', 'do', 'do dnia'],
  ],
  term: [...['term', 'term name', 'semester', 'academic session', 'halbjahr', 'trimester', 'trimestre', 'semestre', 'periodo']],
};

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
    ...['adres e mail', 'adres email', 'poczta elektroniczna'],
    ...['indirizzo e mail', 'posta elettronica', 'endereco de e mail', 'correio eletronico', 'emailadres', 'mailadres'],
  ],
  first: [
    ...['first name', 'firstname', 'first names', 'given name', 'given names', 'givenname', 'forename', 'vorname', 'vornamen'],
    ...['prenom', 'prenoms', 'nombres', 'nome proprio', 'voornaam', 'imie', 'imiona'],
  ],
  last: [
    ...['last name', 'lastname', 'surname', 'family name', 'familyname', 'nachname', 'familienname', 'zuname', 'nom de famille'],
    ...['apellido', 'apellidos', 'primer apellido', 'cognome', 'sobrenome', 'apelido', 'apelidos', 'achternaam', 'nazwisko'],
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
    ...['imie i nazwisko', 'nazwisko i imie', 'uczen', 'apellidos nombre', 'apellidos y nombre'],
    ...['nombre y apellidos', 'alumno', 'alumna', 'estudiante', 'nome', 'nome completo', 'naam'],
  ],
  number: [
    ...['student number', 'student no', 'student id', 'studentid', 'student id number', 'id number', 'idnumber', 'sis user id'],
    ...['sis id', 'user id', 'identifier', 'admission number', 'matrikelnummer', 'schulernummer', 'personalnummer'],
    ...['numero etudiant', 'numero d etudiant', 'numero de estudiante', 'matricula', 'matricola', 'leerlingnummer'],
    ...['numer ucznia', 'nr ucznia', 'numer albumu', 'nr albumu'],
    ...['numero d eleve', 'numero de alumno', 'numero de aluno', 'numero do aluno', 'numero studente', 'studentnummer'],
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
    ...['klasa', 'grupa', 'grupo', 'turma', 'klas', 'section code', 'section name', 'class name', 'gruppe', 'groupe', 'group'],
  ],
  status: ['status', 'enrolment status', 'enrollment status', 'enrolment state', 'enrollment state', 'estado', 'statut'],
  ...SLOT_WORDS,
};

/** One word alone says which of two names it is: in French a “Nom” beside a “Prénom” is the family’s. */
export const SURNAME_BESIDE_FIRST = ['name', 'nom', 'nome', 'naam'];
export const FIRST_BESIDE_SURNAME = ['nombre', 'nome', 'name'];
