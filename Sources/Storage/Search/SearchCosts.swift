/// What the ways of searching cost, in microseconds: measured at a million messages, and right within a
/// factor of two elsewhere, which is enough to choose the way.
struct SearchCosts {
  /// To read a text and to look for phrases in it: one text after the other, or here and there.
  var reading = 2.5
  var readingApart = 7.0
  /// What it costs more when the text has to be cut into tokens.
  var cutting = 20.0
  /// For FTS5 to go through a page of the list of a word, and to look on each whether a further word is in
  /// the same texts.
  var passing = 12.0
  var joining = 90.0
  /// For FTS5 to merge a page of the lists of all words with a beginning.
  var merging = 130.0
  /// FTS5 is asked without further thought when it takes no longer.
  var little = 500.0
  /// What part of the texts with some words is taken to have another one, too.
  var share = 0.25
  /// Texts between two looks at how the reading goes.
  var stride = 64
}
