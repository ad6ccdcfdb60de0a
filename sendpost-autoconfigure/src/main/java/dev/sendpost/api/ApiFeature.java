package dev.sendpost.api;

import java.util.function.Supplier;

import dev.sendpost.api.ApiProblem.Kind;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;

/**
 * A feature that an application may be without.
 */
public final class ApiFeature {

	private ApiFeature() {
	}

	/**
	 * Take a feature when it is asked for.
	 * @param <T> its type
	 * @param provider has it, if there is one
	 * @param needs what has not been there if it is not, and what it takes, as in
	 * {@code "Contacts need a database"}
	 * @return gives the feature, or throws an {@link ApiProblem} of the kind
	 * {@link Kind#NOT_SUPPORTED}
	 */
	public static <T> Supplier<T> of(ObjectProvider<T> provider, String needs) {
		return () -> {
			@Nullable T feature = provider.getIfAvailable();
			if (feature == null) {
				throw ApiProblem.of(Kind.NOT_SUPPORTED, needs);
			}
			return feature;
		};
	}

}
