/** The filter under load: Jetty with and without it, side by side in one run. */
@NullMarked
package dev.lacre.benchmarks.load;

import org.jspecify.annotations.NullMarked;
