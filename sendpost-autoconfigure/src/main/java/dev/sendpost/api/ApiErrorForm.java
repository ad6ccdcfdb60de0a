package dev.sendpost.api;

/**
 * How a service says that a request was not done.
 */
@FunctionalInterface
public interface ApiErrorForm {

	/**
	 * Say it.
	 * @param problem why it was not done
	 * @return the answer
	 */
	ApiAnswer answer(ApiProblem problem);

}
