/** What every store of jobs needs, in every kind of database: texts, patterns, output, retries. */
@NullMarked
package pipeline.store.support;

import org.jspecify.annotations.NullMarked;
