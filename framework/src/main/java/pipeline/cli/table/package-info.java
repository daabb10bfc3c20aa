/** What all commands on the job table have in common: their options, how the table is opened for them, and how they end. */
@NullMarked
package pipeline.cli.table;

import org.jspecify.annotations.NullMarked;
