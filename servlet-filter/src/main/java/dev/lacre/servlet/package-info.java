/**
 * The servlet filter: {@link dev.lacre.servlet.WebhookFilter} stands in front of an application and
 * lets only genuine webhooks through to the routes it protects.
 */
@NullMarked
package dev.lacre.servlet;

import org.jspecify.annotations.NullMarked;
