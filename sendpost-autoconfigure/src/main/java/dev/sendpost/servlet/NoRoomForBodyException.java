package dev.sendpost.servlet;

/**
 * There is no room for a body now, since those of other requests take it. It has no stack
 * trace, so that refusing costs little.
 */
public class NoRoomForBodyException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	NoRoomForBodyException() {
		super("there is no room for the body now; try again", null, false, false);
	}

}
