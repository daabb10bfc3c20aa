/** Serves runs as pages that follow them, on a port of this machine alone, and their numbers for programs that watch. */
@NullMarked
package pipeline.web;

import org.jspecify.annotations.NullMarked;
