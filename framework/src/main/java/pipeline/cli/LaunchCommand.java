package pipeline.cli;

import pipeline.text.ShellQuoting;

/** How this process was started, as it is typed: a recipe of one's own is found on the class path alone. */
final class LaunchCommand {

    private LaunchCommand() {}

    static String ofThisProcess() {
        return of(System.getProperty("sun.java.command", ""), System.getProperty("java.class.path", ""));
    }

    /**
     * Gives the words before those of a command: {@code pipeline}, or {@code java} with the class path.
     *
     * @param javaCommand what Java was told to run: a class or a jar, and the arguments
     */
    static String of(String javaCommand, String classPath) {
        String main = Main.class.getName();
        return javaCommand.equals(main) || javaCommand.startsWith(main + " ")
                ? "java -cp %s %s".formatted(ShellQuoting.quote(classPath), main)
                : "pipeline";
    }
}
