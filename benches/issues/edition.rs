//! Editions made up from a seed: stories of all lengths, pictures, short news, sections and
//! advertisements. The sentences are put together from phrases of our own; they say nothing.

use reglet::edition::{Article, Block, BlockKind, Edition, Size, Treatment};

/// What an issue is to be like.
#[derive(Clone, Copy, Debug)]
pub struct Wish {
    /// The newspaper's name.
    pub title: &'static str,
    /// Stories.
    pub articles: usize,
    /// Words of the longest stories; those of the front page are half as long again.
    pub longest: usize,
    /// Stories from one long one to the next: about what a page is to hold, short news among them.
    pub page: usize,
    /// Names of sections; the first one has none.
    pub sections: &'static [&'static str],
    /// Every how many stories there is an advertisement; 0 for none.
    pub adverts: usize,
    /// Every how many stories there is one in a box; 0 for none.
    pub boxes: usize,
}

/// Numbers from a seed (Marsaglia, Xorshift RNGs, 2003).
pub struct Random(u64);

impl Random {
    /// Numbers that are the same for the same seed.
    pub fn new(seed: u64) -> Random {
        Random(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// A number below another.
    pub fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % end.max(1)
    }

    fn of<'t>(&mut self, list: &[&'t str]) -> &'t str {
        list[self.below(list.len())]
    }
}

const WHO: &[&str] = &[
    "the town council",
    "the harbour master",
    "a committee of nine",
    "the school board",
    "Mrs. Ellery Vane",
    "the orchestra",
    "the county engineer",
    "a spokesman for the railway",
    "the owners of the mill",
    "Dr. Josef Halm",
    "the players",
    "the tenants",
    "the weather office",
    "the museum",
    "the new ferry company",
    "Mayor Tessa Orwin",
    "the bench of magistrates",
    "the growers",
    "two trustees",
    "the lighthouse keeper",
];
const DID: &[&str] = &[
    "decided to keep",
    "agreed to spend more on",
    "looked again at",
    "voted by a narrow margin for",
    "wrote to the ministry about",
    "expected no early end to",
    "promised to publish the accounts of",
    "found no fault with",
    "asked for another month to study",
    "spoke at length of",
    "declined to comment on",
    "welcomed",
    "put off",
    "said who was to pay for",
    "wanted to hear from everybody about",
];
const WHAT: &[&str] = &[
    "the old iron bridge",
    "the extension of the quay",
    "the winter timetable",
    "a new roof for the market hall",
    "the price of water",
    "the repair of the sea wall",
    "its plans for the river meadow",
    "the library in Carter Street",
    "the festival of lights",
    "a fairer share of the rates",
    "the disputed boundary",
    "the second round of the cup",
    "forty new houses on the heath",
    "the night train",
    "an inquiry into the flood",
    "the collection of glass and paper",
    "evening classes for adults",
    "the last of the gas lamps",
];
const WHEN: &[&str] = &[
    "on Monday",
    "after three hours of debate",
    "at the end of a quiet week",
    "before the summer is out",
    "for the first time in eleven years",
    "as the tide turned",
    "in a letter made public yesterday",
    "to the surprise of most members",
    "within sight of the finish",
    "when the doors had been closed",
    "at a meeting in the drill hall",
    "without waiting for the report",
];
const WHY: &[&str] = &[
    "because the estimates had doubled since the spring",
    "although nobody could say who would pay",
    "which few in the room had thought possible",
    "and the treasurer was asked to look into it",
    "while the work itself goes on",
    "so that the shops need not close",
    "since the contract runs out in October",
    "but the figures have yet to be confirmed",
    "and a decision is due next month",
    "as had been feared since the storm",
    "if the weather holds",
];
const SAID: &[&str] = &[
    "“We have waited long enough, and we can wait no longer,” said",
    "“It is not a question of money alone,” said",
    "“Nobody was told,” complained",
    "“I should be sorry to see it go,” said",
    "“The numbers speak for themselves,” according to",
    "“We shall be ready in time,” promised",
];
const HEADS: &[&str] = &[
    "Council Puts Off Vote on Bridge",
    "Harbour Wins Its Longest Case",
    "Rain Stops Play and Starts a Quarrel",
    "Mill Is Sold for Half Its Price",
    "Night Train Returns After Eleven Years",
    "Schools to Share One Orchestra",
    "Sea Wall Holds, Just",
    "Growers Fear an Early Frost",
    "Market Hall to Get New Roof",
    "Ferry Company Buys Second Boat",
    "Magistrates Hear of a Missing Bell",
    "Water to Cost a Tenth More",
    "The Last Lamplighter Climbs Down",
    "Library Saved by a Single Vote",
    "Forty Houses for the Heath",
    "A Museum Nobody Asked For",
    "Tenants Take Their Landlord to Court",
    "Late Goal Settles the Cup",
    "Engineer Resigns Over the Quay",
    "River Meadow Stays Green",
    "Old Clock Strikes Thirteen",
    "Boundary Dispute Goes to the Minister",
    "Fog Closes the Strait for a Third Day",
    "Evening Classes Filled in an Hour",
    "Glass and Paper to Be Collected Weekly",
    "Lighthouse Gets a Keeper Again",
    "Strike Vote Splits the Yard",
    "Three Bids for the Theatre",
    "Bakers Agree on the Size of a Loaf",
    "Festival of Lights Goes Dark",
];
const HEAD_WHO: &[&str] = &[
    "Council",
    "Harbour Board",
    "Union",
    "Landlord",
    "Mayor",
    "Museum",
    "Ferry Line",
    "Theatre",
    "Engineer",
    "Court",
    "Trust",
    "School Board",
    "Choir",
    "Pilot",
];
const HEAD_DID: &[&str] = &[
    "Puts Off",
    "Backs",
    "Fights Over",
    "Pays for",
    "Reopens",
    "Asks for",
    "Wins Back",
    "Gives Up",
    "Counts",
    "Doubts",
    "Rescues",
    "Measures",
];
const HEAD_WHAT: &[&str] = &[
    "Iron Bridge",
    "the Night Train",
    "Market Hall Roof",
    "River Meadow",
    "Sea Wall",
    "Last Gas Lamps",
    "Winter Timetable",
    "Its Second Boat",
    "Carter Street Library",
    "Forty Houses",
    "Missing Bell",
    "a Fairer Share of the Rates",
    "the Cup",
];
const KICKERS: &[&str] = &[
    "Transport",
    "The courts",
    "Schools",
    "Weather",
    "Harbour",
    "Letters from the coast",
    "Housing",
];
const NAMES: &[&str] = &[
    "Ann Lee",
    "Tom Roe",
    "Clara Finch",
    "Ruben Maas",
    "Ida Stern",
    "Paul Overy",
];
const SHORTS: &[&str] = &[
    "Road closed",
    "Prize for a gardener",
    "Choir wants basses",
    "Lost and found",
    "New vicar",
    "Tide tables",
    "Bus fares",
    "Chess",
];

/// What the advertisements say.
pub const ADVERTS: &[&str] = &[
    "Orwin & Sons, Fine Hats, 12 Carter Street",
    "Halm's Tea: Every Leaf by Hand",
    "Stern Pianos, Tuned for Life",
    "The Strait Ferry. Every Hour, All Year",
    "Coal and Coke, Delivered Before Breakfast",
];

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().collect::<String>() + chars.as_str(),
        None => String::new(),
    }
}

fn sentence(random: &mut Random) -> String {
    let (who, did, what) = (random.of(WHO), random.of(DID), random.of(WHAT));
    let (when, why) = (random.of(WHEN), random.of(WHY));
    match random.below(6) {
        0 => format!("{} {did} {what}.", capital(who)),
        1 => format!("{} {did} {what} {when}, {why}.", capital(who)),
        2 => format!("{}, {who} {did} {what}.", capital(when)),
        3 => format!("{} {who}, who {did} {what}.", random.of(SAID)),
        4 => format!("{} {did} {what}, {why}.", capital(who)),
        _ => format!("{} {did} {what} {when}.", capital(who)),
    }
}

fn paragraph(random: &mut Random) -> String {
    let sentences: Vec<String> = (0..=1 + random.below(4))
        .map(|_| sentence(random))
        .collect();
    sentences.join(" ")
}

fn article(random: &mut Random, words: usize, number: usize) -> Article {
    let headline = match HEADS.get(number) {
        Some(head) => (*head).to_owned(),
        None => {
            let (who, did, what) = (
                random.of(HEAD_WHO),
                random.of(HEAD_DID),
                random.of(HEAD_WHAT),
            );
            format!("{who} {did} {what}")
        }
    };
    let mut article = Article {
        headline: Some(headline),
        ..Article::default()
    };
    if words > 140 {
        article.byline = Some(format!("By {}", random.of(NAMES)));
    }
    if words > 420 && random.below(2) == 0 {
        article.standfirst = Some(sentence(random));
    }
    if random.below(5) == 0 {
        article.kicker = Some(random.of(KICKERS).to_owned());
    }
    let mut have = 0;
    while have < words {
        let text = paragraph(random);
        have += text.split_whitespace().count();
        article.blocks.push(Block::new(BlockKind::Paragraph, text));
        let count = article.blocks.len();
        if words > 500 && count % 6 == 5 {
            let subhead = capital(random.of(WHAT));
            article.blocks.push(Block::new(BlockKind::Subhead, subhead));
        }
    }
    if matches!(article.blocks.last(), Some(last) if last.kind == BlockKind::Subhead) {
        article.blocks.pop();
    }
    if words > 900 {
        let quote = format!("{} a member.", random.of(SAID));
        let at = article.blocks.len() / 2;
        article
            .blocks
            .insert(at, Block::new(BlockKind::PullQuote, quote));
    }
    article
}

fn picture(random: &mut Random) -> Block {
    let mut caption = Block::new(
        BlockKind::Caption,
        format!("{} {}.", capital(random.of(WHAT)), random.of(WHEN)),
    );
    caption.credit = Some(format!("Photo: {}", random.of(NAMES)));
    caption.picture = Some(format!("{}.png", random.below(6)));
    caption
}

/// An edition from a seed.
pub fn edition(wish: &Wish, seed: u64) -> Edition {
    let mut random = Random::new(seed);
    let parts = wish.sections.len() + 1;
    let mut articles = Vec::new();
    for number in 0..wish.articles {
        let each = wish.articles.div_ceil(parts);
        // Every page has its lead, and stories of less and less importance; a section too.
        let rank = number % each;
        let at = rank % wish.page.max(1);
        let share = 1.0 - at as f64 / wish.page.max(1) as f64;
        let front = if number < wish.page / 2 { 1.5 } else { 1.0 };
        let late = 1.0 - 0.3 * rank as f64 / each as f64;
        let words = (wish.longest as f64 * front * late * share * share) as usize;
        let words = words + 60 + random.below(90);
        let mut story = article(&mut random, words, number);
        if rank == 0 && number > 0 {
            story.section = wish
                .sections
                .get(number / each - 1)
                .map(|name| (*name).to_owned());
        }
        if words > 200 && at % 3 != 2 {
            story.blocks.insert(0, picture(&mut random));
        }
        if share < 0.35 && at > 0 && random.below(4) > 0 {
            let few = 30 + random.below(25);
            story = article(&mut random, few, number);
            story.headline = Some(random.of(SHORTS).to_owned());
            story.kicker = None;
            story.treatment = Treatment::Brief;
        } else if wish.boxes > 0 && number % wish.boxes == wish.boxes - 1 && words < 400 {
            story.treatment = if number % 2 == 0 {
                Treatment::Tint
            } else {
                Treatment::Box
            };
        }
        if wish.adverts > 0 && number % wish.adverts == wish.adverts - 1 {
            let mut advert = Block::new(BlockKind::Advertisement, random.of(ADVERTS));
            let columns = 1 + random.below(3) as u8;
            advert.size = Some(Size {
                columns,
                millimetres: [40, 60, 80, 120][random.below(4)],
                page: None,
            });
            story.blocks.push(advert);
        }
        articles.push(story);
    }
    Edition {
        title: wish.title.into(),
        date: "Tuesday, May 6, 1930".into(),
        language: "en".into(),
        articles,
        ..Edition::default()
    }
}
