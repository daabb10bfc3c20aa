package pipeline.remote.shell;

import pipeline.text.MessageText;

/** A host said something in a frame that no host of ours says: what comes after it cannot be trusted either. */
final class MalformedFrameException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** More of it would only fill the log. */
    private static final int SHOWN = 60;

    MalformedFrameException(String word, String body) {
        super("the message \"" + word + "\" of its shell is damaged: "
                + MessageText.shortened(body.replaceAll("\\p{Cntrl}", "?"), SHOWN));
    }
}
