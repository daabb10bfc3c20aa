package pipeline.source;

import javax.tools.SimpleJavaFileObject;

/** The recipe's own file as javac reads it: its text without the mark of a program, under any file name. */
final class JavaSource extends SimpleJavaFileObject {

    private final RecipeFile file;

    JavaSource(RecipeFile file) {
        super(file.file().toUri(), Kind.SOURCE);
        this.file = file;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return file.text();
    }

    /** A program needs no {@code .java}. */
    @Override
    public boolean isNameCompatible(String simpleName, Kind kind) {
        String name = RecipeFile.name(file.file());
        return kind == Kind.SOURCE
                && (!name.endsWith(Kind.SOURCE.extension) || name.equals(simpleName + kind.extension));
    }
}
