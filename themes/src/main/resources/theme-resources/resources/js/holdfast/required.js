// The page that says a set-up device is required works without a script. With one it behaves like our other pages when
// it is reloaded or come back to.

import "./page.js";
