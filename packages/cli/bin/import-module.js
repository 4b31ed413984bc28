// Plain JavaScript, since the sources of this package are compiled to CommonJS, `import()` with them.
'use strict';

exports.importModule = (url) => import(url);
