/** Names, and what finds them although it is typed without their accents, points and apostrophes. */
export const TYPED_NAMES: [name: string, ...typed: string[]][] = [
  ['Siobhán O’Sullivan', 'osullivan', "o'sullivan", 'o’sullivan', 'sullivan'],
  ['Łukasz Wójcik', 'lukasz', 'łukasz', 'wojcik'],
  ['Ilgın Kaya', 'ilgin', 'ILGIN'],
  ['Kaʻiulani Kealoha', 'kaiulani', 'ka’iulani'],
  ['Strauß Bjørn', 'strauss', 'bjorn'],
  ['מֹשֶׁה כֹּהֵן', 'משה', 'כהן'],
  ['Ёлкин Андрей', 'Ёлкин', 'андрей'],
  ['Γιώργος Παπάς', 'Γιώργος', 'γιώργος'],
  ['김민준', '김민'],
  ['がく', 'か\u3099く'],
  ['राम कुमार', 'राम', 'कुमार राम'],
  ['أحمد محمود', 'أحمد'],
  ['สิริ', 'สิริ'],
  ['Nguyễn Văn Ánh', 'nguyen', 'Nguyễn', 'anh'],
  ['李小龍', '李小'],
];
