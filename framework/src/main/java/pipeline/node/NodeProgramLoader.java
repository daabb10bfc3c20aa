package pipeline.node;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;

/** Makes the node program that a request names, or says why it cannot. */
final class NodeProgramLoader {

    private NodeProgramLoader() {}

    /**
     * Makes a program by the name of its class.
     *
     * @throws UnusableProgramException if there is no such class, or it is no node program
     * @throws InvocationTargetException if its constructor threw
     */
    static NodeProgram<?, ?> load(String className) throws UnusableProgramException, InvocationTargetException {
        Class<?> type = find(className);
        if (!NodeProgram.class.isAssignableFrom(type)) {
            throw new UnusableProgramException(
                    "class " + className + " is no node program: it must extend " + NodeProgram.class.getName());
        }
        if (Modifier.isAbstract(type.getModifiers())) {
            throw new UnusableProgramException(
                    "node program " + className + " is abstract: name a class that extends it");
        }
        try {
            Constructor<?> constructor = type.getDeclaredConstructor();
            // a program may stand in the file of its recipe, which has one public class
            constructor.setAccessible(true);
            return (NodeProgram<?, ?>) constructor.newInstance();
        } catch (NoSuchMethodException | IllegalAccessException | InstantiationException e) {
            throw new UnusableProgramException(
                    "node program " + className
                            + " cannot be made: it needs a constructor without parameters, and must be static if it is inside"
                            + " another class",
                    e);
        }
    }

    private static Class<?> find(String className) throws UnusableProgramException {
        try {
            return Class.forName(className, true, Thread.currentThread().getContextClassLoader());
        } catch (ClassNotFoundException e) {
            throw new UnusableProgramException(
                    "there is no node program " + className
                            + ": the recipe brings no class of this name, and this node has none;"
                            + " look at the name, or add the directory or jar that holds it to engine_classpath of [deploy]",
                    e);
        } catch (UnsupportedClassVersionError e) {
            throw new UnusableProgramException(
                    "node program " + className + " was compiled for a newer Java than this node's "
                            + System.getProperty("java.version") + " in " + System.getProperty("java.home")
                            + ": set java_home for this host",
                    e);
        } catch (LinkageError e) {
            throw new UnusableProgramException(
                    "node program " + className + " cannot be loaded (" + e
                            + "): check that all it uses is on engine_classpath of [deploy]",
                    e);
        }
    }
}
