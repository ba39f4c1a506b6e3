/** What tests receivers and senders from outside; free of the command line. */
@NullMarked
package dev.lacre.cli.conform;

import org.jspecify.annotations.NullMarked;
