/**
 * Bulk import of contacts. The body is read as it comes, a bounded batch at a time; each batch is
 * one transaction, all or nothing, and in force before the next one is read. With each batch goes
 * how far the import has come, so that any instance can tell, and a line in the audit. An import
 * that breaks off can be repeated: what is there already counts as duplicate.
 */
@NullMarked
package io.presence.graph.imports;

import org.jspecify.annotations.NullMarked;
