/** What every store of jobs needs, whatever database it keeps them in: texts, patterns, output, retries. */
@NullMarked
package pipeline.store.support;

import org.jspecify.annotations.NullMarked;
