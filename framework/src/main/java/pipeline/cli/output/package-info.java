/** Records as people and programs read them: tables, JSON, CSV and TSV. */
@NullMarked
package pipeline.cli.output;

import org.jspecify.annotations.NullMarked;
