/** Reads pipeline.cfg and reports every mistake at once; each package turns its own section into its own record. */
@NullMarked
package pipeline.config;

import org.jspecify.annotations.NullMarked;
