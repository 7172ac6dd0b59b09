// The page of a denial works without a script. With one it behaves like our other pages when it is reloaded or come back to.

import "./page.js";
