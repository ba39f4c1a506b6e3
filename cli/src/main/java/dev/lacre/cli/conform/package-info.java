/** What tests receivers, senders, signers and verifiers from outside; free of the command line. */
@NullMarked
package dev.lacre.cli.conform;

import org.jspecify.annotations.NullMarked;
