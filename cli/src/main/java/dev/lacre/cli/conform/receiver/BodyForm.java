package dev.lacre.cli.conform.receiver;

/** The byte forms in which a delivery's JSON may come. */
enum BodyForm {
  /** Compact, ASCII, no escapes: what no reader can get wrong. */
  PLAIN,
  /** Compact, with letters beyond ASCII. */
  UTF_8,
  /** Compact, such letters as JSON escapes. */
  ESCAPED,
  /** Indented, with LF. */
  PRETTY_LF,
  /** Indented, with CRLF. */
  PRETTY_CRLF,
  /** Indented with tabs, as no writer's default does. */
  PRETTY_TABS,
  /** A newline at the end. */
  NEWLINE,
  /** White space before and behind. */
  SPACES,
  /** A byte order mark before. */
  BOM,
  /** Letters in Latin-1: not UTF-8, so no JSON either. */
  LATIN_1,
  /** As long as the route allows, up to a mebibyte. */
  LARGE
}
