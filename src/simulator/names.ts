import type { Locale } from "./cities.ts";
import { foldText } from "./fold-text.ts";

interface NamePool {
  readonly first: readonly string[];
  readonly last: readonly string[];
}

function toPool(first: string, last: string): NamePool {
  return { first: first.split(" "), last: last.split("|") };
}

/** Given and family names that are common in a culture, combined at random: nobody in particular is meant. */
export const NAME_POOLS: Readonly<Record<Locale, NamePool>> = {
  arabic: toPool(
    "Ahmed Aisha Amina Bilal Fatima Hassan Karim Layla Mariam Nadia Omar Rania Salma Tariq Yasmin Youssef يوسف ليلى",
    "Al-Farsi|Al-Masri|Bakr|Darwish|El Amrani|Haddad|Hakimi|Khalil|Mansour|Nasser|Rahman|Saleh|Shadid|Tahan|Zaher",
  ),
  dutch: toPool(
    "Anouk Bram Daan Eline Femke Floor Jasper Joris Lotte Maarten Noor Ruben Sanne Sjoerd Thijs Zoë",
    "Bakker|de Boer|de Jong|de Vries|Dekker|Hoekstra|Jansen|Kuipers|Mulder|Smit|van Dijk|van den Berg|Vermeulen|Visser|Willems",
  ),
  english: toPool(
    "Adam Alice Amelia Ben Charlotte Chloe Daniel Eleanor Ella Emily Ethan George Grace Hannah Harry Isla Jack James Jane Laura Liam Lucy Megan Nathan Oliver Owen Priya Rachel Ryan Sarah Sean Siobhán Sophie Thomas Victoria William",
    "Adams|Ashworth|Barlow|Bennett|Brooks|Byrne|Carter|Clarke|Coleman|Doe|Ellis|Fletcher|Foster|Garner|Hale|Harding|Hughes|Kavanagh|Kendrick|Lloyd|Marsh|Mercer|Nolan|O'Brien|Okafor|Osborne|Parry|Patel|Quinn|Reeves|Sharp|Thornton|Walsh|Whitfield|Winslow|Wren",
  ),
  french: toPool(
    "Agathe Amélie Antoine Aurélie Baptiste Camille Céline Chloé Clément Élodie Émilie Étienne François Gaëlle Guillaume Hélène Inès Jérôme Julien Léa Loïc Lucas Manon Margaux Mathieu Maxime Noémie Olivier Pauline Quentin Raphaël Rémi Sébastien Solène Théo Yann Zoé",
    "Aubry|Bardot-Lacroix|Beaulieu|Bernard|Blanchet|Bonnet|Caron|Charpentier|Chevallier|Delacourt|Delmas|Deschamps|Dubois|Dufresne|Durand|Fontaine|Garnier|Girard|Hébert|Lacombe|Lambert|Laurent|Le Gall|Lefèvre|Lemaître|Léger|Marchand|Mercier|Moreau|Noël|Pelletier|Poirier|Renaud|Rousselot|Roux|Thévenot|Vasseur",
  ),
  german: toPool(
    "Andreas Anja Anneliese Björn Clara Dieter Elias Fabian Felix Franziska Günther Hannah Jonas Jürgen Käthe Lena Leon Lukas Marlene Matthias Nele Niklas Sabine Sören Stefan Ulrike",
    "Albrecht|Bäcker|Brandt|Busch|Dietrich|Engel|Fuchs|Groß|Hartmann|Hoffmann|Jäger|Keller|König|Krüger|Lindner|Maier|Möller|Neumann|Peters|Richter|Schäfer|Schröder|Seidel|Vogel|Weiß|Winkler|Ziegler",
  ),
  indian: toPool(
    "Aarav Aditi Ananya Arjun Deepa Divya Ishaan Kavya Kiran Lakshmi Meera Neha Nikhil Pooja Rahul Ravi Rohan Sanjay Shreya Vikram",
    "Agarwal|Bhat|Chatterjee|Desai|Gupta|Iyer|Joshi|Kapoor|Kulkarni|Mehta|Menon|Nair|Pillai|Rao|Reddy|Shah|Sharma|Srinivasan|Verma",
  ),
  italian: toPool(
    "Alessandro Alessia Beatrice Chiara Davide Elena Federico Francesca Giulia Lorenzo Luca Marco Martina Matteo Niccolò Paola Sara Simone",
    "Bianchi|Caruso|Conti|Costa|D'Angelo|De Luca|Esposito|Ferrara|Gallo|Greco|Lombardi|Marchetti|Moretti|Ricci|Romano|Santoro|Testa|Villa",
  ),
  japanese: toPool(
    "Aiko Akira Daichi Emi Haruka Hiroshi Kaito Kenji Mei Naoki Rin Sakura Takumi Yūto Yui 健 さくら",
    "Abe|Fujita|Hayashi|Inoue|Itō|Kimura|Kobayashi|Matsumoto|Mori|Nakamura|Ōno|Saitō|Sasaki|Tanaka|Yamada|佐藤|鈴木",
  ),
  nordic: toPool(
    "Aino Anders Astrid Bjørn Elin Erik Freja Gustav Håkon Ingrid Jens Kerttu Lars Liisa Magnus Märta Mikkel Øyvind Saga Signe Sigríður Søren Tuomas Åsa",
    "Andersen|Berg|Bjørnstad|Dahl|Eriksson|Forsberg|Guðmundsson|Hansen|Hämäläinen|Holm|Jónsdóttir|Kask|Korhonen|Larsen|Lindqvist|Lund|Møller|Nilsson|Nygård|Ødegaard|Sandström|Sørensen|Tamm|Virtanen",
  ),
  polish: toPool(
    "Agnieszka Bartosz Błażej Ewa Grzegorz Jakub Joanna Kamil Katarzyna Łukasz Maciej Małgorzata Marek Michał Paweł Piotr Stanisław Zofia Żaneta",
    "Adamczyk|Dąbrowski|Górski|Jabłoński|Kaczmarek|Kowalczyk|Krawczyk|Lewandowska|Mazur|Nowak|Ostrowski|Pawlak|Sikora|Śliwa|Wilk|Wójcik|Zając|Żak",
  ),
  portuguese: toPool(
    "Afonso Ana André Beatriz Bruno Catarina Diogo Duarte Fernanda Gonçalo Inês João Leonor Luís Mariana Rafael Sofia Tiago Vitória",
    "Almeida|Araújo|Barros|Brandão|Carvalho|Conceição|Correia|Faria|Fonseca|Gonçalves|Magalhães|Moura|Nogueira|Pinto|Queirós|Rocha|Simões|Teixeira",
  ),
  slavic: toPool(
    "Alena Boris Dimitar Elena Filip Ivana Jiří Kateřina Lukáš Milena Ondřej Petra Radka Stoyan Tereza Tomáš Zdeněk Алексей Мария",
    "Čermák|Dimitrova|Dvořák|Fiala|Georgiev|Horák|Ivanova|Kolář|Kučera|Marek|Novotný|Petrov|Procházka|Růžička|Stoyanov|Svoboda|Todorov|Веселинов",
  ),
  spanish: toPool(
    "Alba Alejandro Andrés Álvaro Begoña Carlos Carmen Cristina Diego Elena Íñigo Javier José Lucía Marta Miguel Nuria Óscar Pablo Raúl Sergio Sofía",
    "Álvarez|Blanco|Cano|Castro|Delgado|Domínguez|Fernández Soto|García Peña|Gutiérrez|Iglesias|Lozano|Márquez|Muñoz|Navarro|Núñez|Ortega|Prieto|Ramírez|Rubio|Sáez|Vidal|Zúñiga",
  ),
  turkish: toPool(
    "Ayşe Burak Can Çağla Defne Elif Emre Gökhan İrem Kerem Mehmet Nazlı Onur Özge Selin Şebnem Ümit Zeynep",
    "Acar|Aksoy|Arslan|Aydın|Çelik|Demir|Doğan|Güneş|Kılıç|Koç|Özdemir|Öztürk|Polat|Şahin|Taş|Yıldız",
  ),
  vietnamese: toPool(
    "An Bảo Châu Đức Hà Hạnh Khánh Lan Linh Minh Ngọc Phúc Quân Thảo Trang Tuấn",
    "Bùi|Cao|Đặng|Đinh|Đỗ|Hồ|Huỳnh|Lê|Lý|Ngô|Nguyễn|Phạm|Phan|Trần|Trương|Võ",
  ),
};

function toFoldedPool(locale: Locale): NamePool {
  const pool = NAME_POOLS[locale];
  return { first: pool.first.map(foldText), last: pool.last.map(foldText) };
}

/** The same names folded once, so that a search by name over a million people folds nothing. */
export const FOLDED_NAME_POOLS: ReadonlyMap<Locale, NamePool> = new Map(
  (Object.keys(NAME_POOLS) as Locale[]).map((locale) => [locale, toFoldedPool(locale)] as const),
);
