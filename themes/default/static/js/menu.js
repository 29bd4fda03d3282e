// Comfort only: the menu works without it. Escape and a click elsewhere close an open submenu.
const openSubmenus = () => document.querySelectorAll(".main-menu details[open]");

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const submenu of openSubmenus()) {
    if (submenu.contains(document.activeElement)) submenu.querySelector("summary").focus();
    submenu.open = false;
  }
});

document.addEventListener("click", (event) => {
  for (const submenu of openSubmenus()) {
    if (!submenu.contains(event.target)) submenu.open = false;
  }
});
