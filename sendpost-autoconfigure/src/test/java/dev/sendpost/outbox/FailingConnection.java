package dev.sendpost.outbox;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * A connection that cannot prepare some statements.
 */
final class FailingConnection {

	private FailingConnection() {
	}

	/**
	 * Let statements fail.
	 * @param connection does all the rest
	 * @param beginning how the statements begin
	 * @param failure what they fail with
	 */
	static Connection on(Connection connection, String beginning, SQLException failure) {
		return (Connection) Proxy.newProxyInstance(FailingConnection.class.getClassLoader(),
				new Class<?>[] { Connection.class }, (proxy, method, arguments) -> {
					if (method.getName().equals("prepareStatement") && ((String) arguments[0]).startsWith(beginning)) {
						throw failure;
					}
					try {
						return method.invoke(connection, arguments);
					}
					catch (InvocationTargetException ex) {
						throw ex.getTargetException();
					}
				});
	}

}
