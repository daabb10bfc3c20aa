/** Conditions on rows in MongoDB's style, read once into a typed tree. */
@NullMarked
package pipeline.store.query;

import org.jspecify.annotations.NullMarked;
