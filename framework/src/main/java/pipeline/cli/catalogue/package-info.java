/** Finds recipes and tasks by the names that people type, lists them, and describes what they take and give. */
@NullMarked
package pipeline.cli.catalogue;

import org.jspecify.annotations.NullMarked;
