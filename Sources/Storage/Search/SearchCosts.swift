/// The costs of the search strategies, in microseconds. Measured at a million messages, and correct
/// within a factor of two elsewhere, which is enough to choose a strategy.
struct SearchCosts {
  /// To read a text and look for phrases in it: sequentially, or at scattered positions.
  var reading = 2.5
  var readingApart = 7.0
  /// The additional cost if the text has to be split into tokens.
  var cutting = 20.0
  /// For FTS5 to scan a page of a word's list, and to check on each page whether another word is in
  /// the same texts.
  var passing = 12.0
  var joining = 90.0
  /// For FTS5 to merge a page of the lists of all words with a prefix.
  var merging = 130.0
  /// FTS5 is used without further estimates if it takes no longer.
  var little = 500.0
  /// The assumed share of texts with some words that also contain another one.
  var share = 0.25
  /// Texts between two checks of the progress.
  var stride = 64
}
