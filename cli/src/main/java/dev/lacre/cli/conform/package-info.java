/** What the tools that test other people's senders and receivers share. */
@NullMarked
package dev.lacre.cli.conform;

import org.jspecify.annotations.NullMarked;
