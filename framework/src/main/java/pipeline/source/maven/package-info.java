/** Finds what {@code //DEPS} names in Maven repositories, as Maven does it: with the user's settings, mirrors and local repository. */
@NullMarked
package pipeline.source.maven;

import org.jspecify.annotations.NullMarked;
