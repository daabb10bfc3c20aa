/** One run of the job table as a page that stands alone, and as a trace: its jobs in columns, its attempts on lanes. */
@NullMarked
package pipeline.report;

import org.jspecify.annotations.NullMarked;
