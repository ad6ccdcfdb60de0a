package dev.sendpost.api;

/**
 * Does what one operation of an API is for.
 */
@FunctionalInterface
public interface ApiHandler {

	/**
	 * Do it.
	 * @param call the request, of a caller who may make it
	 * @return what to answer
	 * @throws ApiProblem if it cannot be done; what the features throw is understood too
	 */
	ApiAnswer handle(ApiCall call);

}
