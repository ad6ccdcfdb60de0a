package dev.sendpost.gateway;

import dev.sendpost.InvalidEmailException;
import dev.sendpost.policy.MailPolicy;
import dev.sendpost.policy.PolicyMessage;
import dev.sendpost.transport.MailRouter;

import org.springframework.core.Ordered;

/**
 * Refuses mail that asks for a route that there is not, while whoever sends it can still
 * be told. It comes last, since other policies may say where mail goes.
 */
public final class KnownRoutePolicy implements MailPolicy, Ordered {

	private final MailRouter router;

	/**
	 * Create a policy.
	 * @param router knows the routes
	 */
	public KnownRoutePolicy(MailRouter router) {
		this.router = router;
	}

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	@Override
	public void atIntake(PolicyMessage message) {
		String route = message.email().route();
		if (route == null || this.router.knows(route)) {
			return;
		}
		// Which others there are is nothing to tell to the bearer of a key.
		throw new InvalidEmailException("route", "%s is not a configured route or transport"
				+ ((message.submitter().key() == null) ? "; known are " + this.router.routes() : ""), route);
	}

}
