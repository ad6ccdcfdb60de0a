package dev.sendpost.admin.page.template;

/**
 * What new templates say.
 */
final class TemplateStarts {

	static final String HTML = """
			<!DOCTYPE html>
			<html lang="en">
			<body style="margin:0; padding:24px; background:#f4f6f7; font-family:Arial,sans-serif; color:#16202a">
			  <div style="max-width:560px; margin:0 auto; padding:24px; background:#ffffff; border-radius:8px">
			    <h1 style="margin:0 0 16px; font-size:22px">Hello {{name}}</h1>
			    <p style="margin:0; line-height:1.5">Say here what you have to say.</p>
			  </div>
			</body>
			</html>
			""";

	static final String MJML = """
			<mjml>
			  <mj-body background-color="#f4f6f7">
			    <mj-section background-color="#ffffff" border-radius="8px">
			      <mj-column>
			        <mj-text font-size="22px">Hello {{name}}</mj-text>
			        <mj-text line-height="1.5">Say here what you have to say.</mj-text>
			      </mj-column>
			    </mj-section>
			  </mj-body>
			</mjml>
			""";

	static final String TEXT = """
			Hello {{name}},

			say here what you have to say.
			""";

	private TemplateStarts() {
	}

}
