// The theme folds a part of the table of contents and gives the arrow no name.
document.addEventListener("DOMContentLoaded", () => {
  document.querySelectorAll(".bd-sidebar summary").forEach((arrow) => {
    const link = arrow.closest("li").querySelector("a");
    arrow.setAttribute("aria-label", `Pages below: ${link.textContent.trim()}`);
  });
});
