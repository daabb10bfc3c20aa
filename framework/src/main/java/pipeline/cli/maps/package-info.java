/** The command {@code mapfile} and those that follow it: they make mapfiles, look at them and change them. */
@NullMarked
package pipeline.cli.maps;

import org.jspecify.annotations.NullMarked;
