/** Names of made-up people, from many places. */

const GIVEN = `Amara Noah Zainab Oliver Mei Kofi Freya Mateo Aisha Leo Priya Ewan Sofia Tariq Grace Hiroshi Chloe Dmitri Layla
Samuel Ines Rohan Niamh Yusuf Hana Callum Adaeze Luca Elif Jack Saanvi Tomasz Maeve Omar Isla Thabo Nina Arjun Erin Bilal Rosa
Finn Leila Kwame Alice Diego Nour Harry Thandi Emil Maryam Rhys Ayla Viktor Bronwen Jamal Clara Minh Fatima Theo`.split(/\s+/);

const FAMILY = `Bennett Adeyemi Kaur Nguyen Fletcher Rossi Haddad Murphy Tanaka Okafor Silva Campbell Petrova Rahman Walsh Mensah
Larsen Iqbal Morgan Garcia Zhang Hughes Nowak Diallo Sharma Fraser Yilmaz Costa Begum Reid Kim Osei Lindgren Hassan Davies Moreau
Patel Kowalska Ward Abebe Romero Chen Gallagher Demir Boateng Price Santos Malik Novak Shah Byrne Ibrahim Weber Mistry Quinn Ali
Holt Ferreira Joshi Doyle Suzuki Chowdhury Barnes Popescu Farah Lloyd Mbeki`.split(/\s+/);

/** A name for the n-th person; the first 4,020 differ from one another. */
export function nameOf(index: number): string {
  return `${GIVEN[index % GIVEN.length]} ${FAMILY[index % FAMILY.length]}`;
}
