/** Real servers and checks that the tests of all modules share. */
@NullMarked
package pipeline.testing;

import org.jspecify.annotations.NullMarked;
