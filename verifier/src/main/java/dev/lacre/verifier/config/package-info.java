/** Configuration as data: {@code lacre.json}, read strictly. */
@NullMarked
package dev.lacre.verifier.config;

import org.jspecify.annotations.NullMarked;
