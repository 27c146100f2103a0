/** Names and places the demo school is made of. People and addresses are invented; domains are reserved (RFC 2606). */
const words = (text: string): string[] => text.trim().split(/\s*,\s*/)

export const surnames = {
  fr: words(`
    Aubry, Auger, Barbier, Baron, Barthélemy, Béranger, Berger, Bertin, Besnard, Besson, Blanc, Blin, Bonnet, Bouchet, Boulanger,
    Bourdon, Bourgeois, Bouvier, Breton, Brossard, Brun, Buisson, Camus, Carlier, Caron, Carpentier, Chambon, Charpentier, Charrier,
    Chartier, Chevalier, Chevallier, Clément, Clerc, Colas, Collet, Collin, Colombier, Cordier, Coulon, Courtois, Cousin, Da Costa,
    Da Silva, Delacroix, Delaunay, Delorme, Deschamps, Devaux, Didier, Dubois, Dufour, Dumont, Dupuis, Durand, Étienne, Fabre, Faure,
    Fernandez, Ferreira, Fleury, Fontaine, Forestier, Fournier, Gaillard, Garnier, Gauthier, Gautier, Gérard, Germain, Gilbert, Gonçalves,
    Granger, Grosjean, Guérin, Guichard, Guillet, Guillot, Haddad, Hamel, Hébert, Henry, Hubert, Huet, Humbert, Imbert, Jacob, Jacquet,
    Janvier, Joly, Jourdan, Julien, Klein, Lacombe, Lacroix, Lambert, Langlois, Laurent, Lebrun, Leclerc, Lecomte, Ledoux, Lefort, Legrand,
    Lejeune, Lemaire, Lemoine, Lenoir, Leroux, Leroy, Lévêque, Loiseau, Lopez, Mahé, Maillard, Mallet, Marchal, Maréchal, Marie-Sainte,
    Marion, Marty, Masson, Mathieu, Maury, Mercier, Meunier, Meyer, Michaud, Millet, Monnier, Moreau, Morel, Morin, Moulin, Navarro, Nguyen,
    Nicolas, Noël, Olivier, Pages, Paris, Pasquier, Payet, Pelletier, Pereira, Perret, Perrier, Perrot, Petitjean, Philippe, Picard, Pichon,
    Poirier, Pons, Poulain, Prévost, Raymond, Regnier, Renard, Renaud, Rey, Ribeiro, Richard, Rivière, Robin, Roche-Martin, Roger, Rolland,
    Rousseau, Roussel, Roux, Royer, Sabatier, Salmon, Sanchez, Schmitt, Seguin, Simonet, Tanguy, Tessier, Thibault, Thomasset, Traoré, Tournier,
    Vallet, Vasseur-Petit, Verdier, Vidal, Vincent, Voisin, Weber, Zimmermann, Benamar, Bensaïd, Bouzid, Chérif, Diarra, Hamidi, Kaddour, Kone,
    Mansouri, Ouedraogo, Rahmani, Saïdi, Touré, Ziani`),
  en: words(`
    Ainsworth, Aldridge, Armitage, Atkinson, Bancroft, Barlow, Bexley, Birch, Brennan, Broadbent, Burgess, Cartwright, Chadwick, Clayton,
    Cooper, Crawford, Dalton, Davies, Dawson, Donnelly, Ellison, Fairclough, Farrell, Fletcher, Gallagher, Gibson, Goodwin, Griffiths, Hancock,
    Hargreaves, Harper, Hartley, Hewitt, Holloway, Howarth, Hughes, Iqbal, Jenkins, Keating, Kirkby, Langford, Lawson, Llewellyn, MacDonald,
    Marsden, McAllister, Mehta, Merrick, Middleton, Morgan, Nash, O’Connor, Okonkwo, Osborne, Palmer, Parkinson, Patel, Pemberton, Preston,
    Ramsey, Rhodes, Rowlands, Sanderson, Sharma, Shaw, Sinclair, Stafford, Sutcliffe, Tennant, Thornton, Underwood, Wakefield, Waring, Westwood,
    Whitaker, Winstanley, Wright`),
}

/** Given names of people who are parents today. */
export const adults = {
  fr: {
    f: words(`
      Agnès, Alexandra, Amandine, Amélie, Anaïs, Anne, Anne-Sophie, Audrey, Aurélie, Béatrice, Carine, Caroline, Catherine, Cécile, Céline, Christelle,
      Claire, Clotilde, Coralie, Corinne, Delphine, Élodie, Émilie, Emmanuelle, Estelle, Fabienne, Fatiha, Florence, Frédérique, Gaëlle, Géraldine,
      Hélène, Ingrid, Isabelle, Jessica, Joëlle, Julie, Karine, Khadija, Laëtitia, Laurence, Leïla, Lucie, Lydia, Magali, Marie-Hélène, Marion, Mélanie,
      Mireille, Myriam, Nadia, Noémie, Odile, Pascale, Patricia, Pauline, Rachida, Sabine, Samia, Sandrine, Séverine, Sonia, Sophie, Stéphanie, Sylvie,
      Valérie, Vanessa, Véronique, Virginie, Yasmina`),
    m: words(`
      Adrien, Alain, Alexandre, Antoine, Arnaud, Aurélien, Bastien, Benoît, Bertrand, Bruno, Cédric, Christophe, Cyril, Damien, Denis, Didier, Emmanuel,
      Éric, Fabien, Fabrice, Farid, Florian, François, Frédéric, Gaël, Gilles, Grégory, Guillaume, Hervé, Jean-Baptiste, Jean-Marc, Jérémy, Jérôme, Karim,
      Kévin, Laurent, Loïc, Ludovic, Malik, Mathieu, Maxime, Mickaël, Mourad, Nicolas, Olivier, Pascal, Philippe, Pierre, Raphaël, Rémi, Régis, Romain,
      Samir, Sébastien, Stéphane, Sylvain, Thierry, Thomas, Vincent, Xavier, Yann, Yves`),
  },
  en: {
    f: words(`
      Alison, Amanda, Amy, Angela, Beth, Bridget, Catriona, Cheryl, Claire, Dawn, Eleanor, Fiona, Frances, Gemma, Harriet, Heather, Imogen, Jane, Joanna,
      Karen, Kirsty, Laura, Lorraine, Louise, Lucy, Margaret, Melissa, Naomi, Natasha, Nicola, Philippa, Priya, Rachel, Rosalind, Sally, Samantha, Sian,
      Susannah, Tamsin, Victoria`),
    m: words(`
      Adam, Alastair, Andrew, Anthony, Benjamin, Callum, Christopher, Colin, Daniel, David, Duncan, Edward, Gareth, Geoffrey, Graham, Hamish, Hugh, Ian,
      Jonathan, Keith, Kieran, Martin, Matthew, Neil, Nicholas, Nigel, Owen, Patrick, Peter, Philip, Rajesh, Rhys, Robert, Rory, Rupert, Stephen, Stuart,
      Timothy, Tom, William`),
  },
}

/** Given names of pupils. */
export const children = {
  fr: {
    f: words(`
      Adèle, Agathe, Alice, Alicia, Alma, Ambre, Anna, Apolline, Assia, Camille, Capucine, Célia, Charlie, Chloé, Clara, Clémence, Éléonore, Élise, Emma, Eva,
      Gabrielle, Inaya, Inès, Iris, Jade, Jeanne, Julia, Juliette, Lana, Léa, Léna, Lila, Lise, Lola, Lou, Louise, Lucie, Luna, Maëlys, Manon, Margaux, Mathilde,
      Maya, Mila, Myriam, Nina, Nour, Olivia, Romane, Rose, Salomé, Sarah, Sofia, Suzanne, Victoire, Yasmine, Zélie, Zoé`),
    m: words(`
      Aaron, Adam, Adrien, Alexandre, Amine, Antonin, Aristide, Arthur, Augustin, Axel, Ayoub, Basile, Camille, Côme, Corentin, Élias, Émile, Enzo, Ethan, Félix,
      Gabriel, Gaspard, Hugo, Ibrahim, Ilyes, Isaac, Jules, Kylian, Léandre, Léo, Léon, Lorenzo, Louis, Lucas, Maël, Malo, Marius, Martin, Mathéo, Mathis, Maxence,
      Milo, Mohamed, Naël, Nathan, Noah, Noé, Nolan, Oscar, Paul, Raphaël, Rayan, Robin, Sacha, Samuel, Simon, Théo, Timéo, Tom, Victor, Yanis, Youssef`),
  },
  en: {
    f: words(`
      Amelia, Anwen, Ava, Beatrice, Bethan, Charlotte, Daisy, Eliza, Ella, Emily, Erin, Evie, Florence, Freya, Grace, Hannah, Holly, Imogen, Isabella, Isla,
      Ivy, Jasmine, Lily, Lucy, Maisie, Matilda, Megan, Millie, Niamh, Phoebe, Poppy, Rosie, Scarlett, Sophie, Willow`),
    m: words(`
      Alfie, Angus, Archie, Benjamin, Callum, Charlie, Daniel, Dylan, Edward, Ewan, Finlay, Freddie, George, Harry, Henry, Jack, Jacob, James, Joshua, Leo,
      Logan, Max, Oliver, Oscar, Owen, Reuben, Rhys, Riley, Rory, Samuel, Sebastian, Theo, Thomas, Toby, William`),
  },
}

export const streets = words(`
  rue des Glycines, rue de la Part-Dieu, avenue des Frères-Lumière, rue Garibaldi, cours Gambetta, rue de Marseille, rue Paul-Bert, avenue Jean-Jaurès,
  rue Duguesclin, rue Vendôme, boulevard des Belges, rue Tête-d’Or, rue Masséna, quai Gailleton, rue du Repos, montée de la Grande-Côte, rue des Tables-Claudiennes,
  rue du Docteur-Bonhomme, place Guichard, rue Moncey, chemin du Grand-Revoyet, rue des Acacias, rue Professeur-Patel, rue Pierre-Corneille, rue de Gerland,
  avenue Lacassagne, rue Feuillat, cours Albert-Thomas, rue de la Madeleine, rue Saint-Michel, chemin des Cerisiers, rue des Lilas, allée des Tilleuls,
  impasse du Moulin, rue Émile-Zola, rue de la République, rue du 8-Mai-1945, avenue Félix-Faure, rue Claude-Farrère, rue des Charmettes`)

export const towns = words(`
  69001 Lyon, 69002 Lyon, 69003 Lyon, 69003 Lyon, 69003 Lyon, 69004 Lyon, 69005 Lyon, 69006 Lyon, 69006 Lyon, 69007 Lyon, 69008 Lyon, 69008 Lyon, 69009 Lyon,
  69100 Villeurbanne, 69100 Villeurbanne, 69300 Caluire-et-Cuire, 69500 Bron, 69200 Vénissieux, 69600 Oullins-Pierre-Bénite, 69130 Écully,
  69160 Tassin-la-Demi-Lune, 69110 Sainte-Foy-lès-Lyon, 69150 Décines-Charpieu, 69330 Meyzieu, 69140 Rillieux-la-Pape, 69230 Saint-Genis-Laval`)

export const abroad: readonly (readonly [string, string, string])[] = [
  ['12 Larkspur Road', 'BS6 5QL', 'Bristol'],
  ['Flat 3, 48 Marchmont Crescent', 'EH9 1HQ', 'Edinburgh'],
  ['7 Tannery Lane', 'LS6 2AW', 'Leeds'],
  ['The Old Forge, Church Street', 'OX29 8JZ', 'Witney'],
  ['91 Palatine Avenue', 'M20 3JF', 'Manchester'],
  ['5 Cwrt y Felin', 'CF10 4PD', 'Cardiff'],
  ['22 Saltmarsh Close', 'NR2 3RB', 'Norwich'],
  ['16b Kelvin Drive', 'G20 8QG', 'Glasgow'],
]

export const domains = words(
  'courriel.example, courriel.example, courriel.example, mail.example, mail.example, home.example, post.example, voisin.example, boite.example',
)

/** Class by class; the year of birth follows from the level. */
export const classes = words(
  '6e A, 6e B, 6e C, 5e A, 5e B, 5e C, 4e A, 4e B, 4e C, 3e A, 3e B, 3e C, 3e D, 2nde A, 2nde B, 2nde C',
)

/** Title, given name, surname, subject. The first is linked to the demo teacher's sign-in. */
export const teachers = words(`
  M. Marc Delmas Histoire-géographie, Mme Nadège Girard Mathématiques, M. Philip Whitcombe Anglais, Mme Solène Perrin Français, Ms Camille Garnier Mathématiques,
  Mr Liam Doyle Anglais, M. Luc Ferrand Histoire-géographie, Ms Chidinma Okafor Physique-chimie, Mme Élise Bonnard Français, M. Thibaud Lacaze EPS,
  Mme Myriam Azoulay SVT, M. Grégoire Faucher Technologie, Mme Ana Teixeira Espagnol, M. Klaus Brandner Allemand, Mme Inès Belkacem Mathématiques,
  M. Olivier Carrière Arts plastiques, Mme Judith Rosier Éducation musicale, M. Étienne Vauquelin Physique-chimie, Mme Salima Ferhat SVT, M. Bruno Pelloux EPS,
  Mme Catherine Lhuillier Français, M. Dominique Vial Latin, Mme Rebecca Standish Anglais, M. Julien Castaing Mathématiques, Mme Aude Montagnier SES,
  M. Fabien Roussillon Histoire-géographie, Mme Pauline Jacquemin Espagnol, M. Karim Benyahia Mathématiques, Mme Laure Chastagnol Documentation,
  M. Antoine Guyonnet Physique-chimie, Mme Hortense Villard Français, M. Samuel Ngoma EPS, Mme Delphine Arnoux SVT, M. Cyprien Maillot Technologie,
  Mme Wendy Ashcroft Anglais, M. Rémi Desbois Éducation musicale, Mme Yolande Picot Arts plastiques, M. Mathieu Sorel SNT, Mme Florence Guibert Français,
  M. Hakim Zeroual Mathématiques`)

export const staff = words(`
  M. Julien Roche, Mme Hélène Marchand, Mme Isabelle Vasseur, M. Marc Tessier, Mme Claire Rousseau, Mme Brigitte Lormeau, M. Pascal Thévenet, Mme Nadia Khelifi,
  M. Gérard Duclos, Mme Sylvaine Michelet, M. Boris Lantier, Mme Rosa Figueiredo, M. Kofi Mensah, Mme Anne-Marie Joubert, Mme Tiphaine Le Gall`)

/**
 * Families of the mock-ups and of the manual. Children: given name, gender, class. Guardians: title, given name, surname,
 * address, what is special (`elsewhere`: lives apart; `nowhere`: no postal address).
 */
export type FixedFamily = {
  language: 'fr' | 'en'
  surname: string
  children: readonly string[]
  guardians: readonly string[]
}
const family = (language: 'fr' | 'en', surname: string, childrenText: string, ...guardians: string[]): FixedFamily => ({
  language,
  surname,
  children: words(childrenText),
  guardians,
})
export const fixedFamilies: readonly FixedFamily[] = [
  family(
    'fr',
    'Lefèvre',
    'Lina f 4e B',
    'Mme|Claire|Lefèvre|claire.lefevre@courriel.example|',
    'M.|Antoine|Lefèvre|antoine.lefevre@courriel.example|',
  ),
  family('en', 'Whitcombe', 'Arthur m 4e B', 'Mrs|Helen|Whitcombe|helen.whitcombe@home.example|'),
  family('en', 'Pritchard', 'Ella f 4e B', 'Mr|Owen|Pritchard||nowhere'),
  family('fr', 'Diallo', 'Ibrahim m 4e B', 'Mme|Yasmine|Diallo||nowhere'),
  family('fr', 'Marchetti', 'Enzo m 4e B', 'Mme|Julie|Marchetti|julie.marchetti@mail.example|'),
  family('en', 'Kendall', 'Ivy f 4e B', 'Ms|Ruth|Kendall|ruth.kendall@post.example|'),
  family('en', 'Abbott', 'Oliver m 2nde A', 'Mr|James|Abbott|james.abbott@mail.example|'),
  family('en', 'Adeyemi', 'Tobi m 2nde B, Simi f 6e A', 'Mrs|Folake|Adeyemi|folake.adeyemi@home.example|'),
  family(
    'fr',
    'Allard',
    'Manon f 2nde A',
    'M.|Julien|Allard|j.allard@courriel.example|paper',
    'Mme|Sophie|Allard|sophie.allard@courriel.example|',
  ),
  family('en', 'Ashworth', 'Poppy f 2nde C', 'Mrs|Helen|Ashworth|h.ashworth@post.example|'),
  family(
    'fr',
    'Aubert',
    'Lucas m 2nde B',
    'Mme|Nathalie|Aubert|n.aubert@post.example|bounced second:nathalie@atelier.example',
    'M.|Marc|Aubert|marc.aubert@mail.example|elsewhere',
  ),
  family('fr', 'Bailly', 'Chloé f 2nde A, Hugo m 4e B', 'M.|Étienne|Bailly|etienne.bailly@courriel.example|'),
  family('en', 'Barnes', 'Freddie m 2nde C', 'Mrs|Rebecca|Barnes||'),
  family('fr', 'Baudry', 'Jules m 2nde B', 'Mme|Hélène|Baudry|helene.baudry@mail.example|'),
  family('fr', 'Benali', 'Yasmine f 2nde A', 'M.|Karim|Benali|k.benali@home.example|'),
  family('en', 'Bennett', 'Amelia f 2nde C', 'Ms|Charlotte|Bennett|charlotte.bennett@mail.example|refused'),
  family('fr', 'Bertrand', 'Clément m 2nde B', 'Mme|Marie-Laure|Bertrand|ml.bertrand@courriel.example|'),
  family('en', 'Blackwood', 'Isla f 2nde A', 'Mr|Simon|Blackwood|simon@blackwood.example|unverified'),
  family('fr', 'Blanchard', 'Théo m 2nde C', 'M.|Vincent|Blanchard|vincent.blanchard@post.example|bounced'),
  family(
    'fr',
    'Bonnet-Delacroix',
    'Capucine f 2nde A',
    'Mme|Anne-Élisabeth|Bonnet-Delacroix|anne-elisabeth.bonnet-delacroix@courriel.example|',
  ),
  family('fr', 'Boucher', 'Léna f 2nde B', 'M.|Pascal|Boucher|pascal.boucher@mail.example|'),
  family('en', 'Bradshaw', 'Harry m 2nde C', 'Mrs|Emily|Bradshaw|emily.bradshaw@home.example|'),
  family('fr', 'Brunet', 'Adèle f 2nde A', 'Mme|Isabelle|Brunet||'),
  family('en', 'Campbell', 'Callum m 2nde B', 'Mrs|Fiona|Campbell|fiona.campbell@post.example|'),
]
