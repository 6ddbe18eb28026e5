SwaggerUIBundle({
  url: '/v1/openapi.yml',
  dom_id: '#docs',
  deepLinking: true,
  validatorUrl: null,
});
