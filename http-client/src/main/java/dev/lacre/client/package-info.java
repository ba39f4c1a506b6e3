/** Calls to the other side over {@link java.net.http.HttpClient}. */
@NullMarked
package dev.lacre.client;

import org.jspecify.annotations.NullMarked;
