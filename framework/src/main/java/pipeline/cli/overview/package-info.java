/** What the job table says of a run as a whole and of its hosts: what the screens of a terminal, reports and live pages show of it. */
@NullMarked
package pipeline.cli.overview;

import org.jspecify.annotations.NullMarked;
