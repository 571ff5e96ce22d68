// Drawing around the ground to cut, on the plan of what would be cut now. The line goes into the form, and the form on
// its way: the server cuts what lies within. Its box in the form takes it away again.
import { bindLasso } from "./lasso.js";
import { corners } from "./corners.js";

const frame = document.querySelector("[data-lasso]");
const form = document.querySelector("form[data-cut]");
const button = frame.querySelector("[aria-pressed]");
const picture = frame.querySelector("svg");

button.addEventListener("click", () => {
  button.setAttribute("aria-pressed", button.getAttribute("aria-pressed") !== "true");
});

/** Where on the picture a pointer is, 0 to 1 from its upper left corner, whatever room it was given. */
function within({ clientX, clientY }) {
  const { x, y } = new DOMPoint(clientX, clientY).matrixTransform(picture.getScreenCTM().inverse());
  const { width, height } = picture.viewBox.baseVal;
  return [x / width, y / height];
}

bindLasso(frame, {
  active: () => button.getAttribute("aria-pressed") === "true",
  done: (points) => {
    form.elements.lasso.value = corners(points.map(within), frame.dataset);
    form.elements.lasso.checked = true;
    form.requestSubmit();
  },
});
