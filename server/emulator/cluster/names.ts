/** People of the demo, from many languages, so that names of every length and script are seen. */
export const personNames = [
  'Ana Ferreira', 'Jörg Weißmann', 'Siobhán Ní Bhriain', 'Nguyễn Thị Minh Khai', 'Amara Okafor', 'Łukasz Wiśniewski',
  '山田 花子', 'Priya Raghunathan', 'Mateo Hernández', 'Ingrid Sørensen', 'Олена Коваленко', 'Fatima Zahra El Idrissi',
  'Björk Guðmundsdóttir', 'Τάσος Παπαδόπουλος', 'Chidinma Eze', '김민준', 'Léa Dubois', 'Yusuf Öztürk', 'Aroha Tamihana',
  'Noor van den Berg', 'Дмитрий Соколов', 'Camila Rojas', 'Tomáš Dvořák', 'Leilani Kealoha', 'אורי בן־דוד', 'Ewa Zielińska',
  'Rajesh Iyer', '王小明', 'Kwame Mensah', 'Elif Yılmaz', 'Giulia Ricci', 'Zsófia Szabó', 'Oluwaseun Adebayo', 'Anneli Korhonen',
  'محمد الفارسي', 'Sofia Lindqvist', 'Ravindu Perera', 'Marta Puig i Soler', 'Ioana Popescu', 'Hemi Parata', 'Thandiwe Nkosi',
  'Dilnoza Karimova', 'Bruno Carvalho', 'สมชาย ใจดี', 'Katarzyna Brzęczyszczykiewicz', 'Owain Llewellyn', 'Maryam Ahmadi',
  'Jean-Baptiste N’Guessan', 'Vilma Jónsdóttir', 'Petar Marković', 'Charlotte De Smedt', 'Rin Takahashi', 'Abebe Girma',
  'Isabella Conti', 'Saule Kazlauskienė', 'Hans-Peter Müller', 'Chloé Tremblay', 'Arjun Mehta', 'Mele Taufa', 'Nino Beridze',
];

/** Rooms that call in with a video device. */
export const roomNames = [
  'Boardroom Lisbon', 'Room 4.12 Oslo', 'Reception Kraków', 'Lecture Hall B', 'Raum Zürichsee', 'Sala Gaudí', 'Workshop North',
  'Studio 2', 'Salle Voltaire', 'Konferenssal Vasa',
];
