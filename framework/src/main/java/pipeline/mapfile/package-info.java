/** Reads, checks, writes and combines mapfiles: which file lies on which host, and whether to skip it. */
@NullMarked
package pipeline.mapfile;

import org.jspecify.annotations.NullMarked;
